"""How each language writes dates: one module a language, named in settings as FORMAT_MODULE_PATH."""
