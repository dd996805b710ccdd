"""Static files under hashed names, ES module imports included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage that also rewrites ``import ... from "./x.js"`` to the hashed name."""

    support_js_module_import_aggregation = True
