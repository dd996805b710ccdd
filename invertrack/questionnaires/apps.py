from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    """Questionnaires of others, as they published them: PEG, RMDQ-24, PSFS and PGIC."""

    name = "invertrack.questionnaires"
