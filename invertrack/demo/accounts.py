"""The log-ins of the demo: invented people, only on a local copy."""

from dataclasses import dataclass

DOMAIN = "demo.example"
PASSWORD = "try-invertrack"  # noqa: S105 -- meant to be known, and refused in production


@dataclass(frozen=True, slots=True)
class Login:
    """One demo account and what it is for."""

    email: str
    label: str


PATIENT = Login(f"patient@{DOMAIN}", "A patient with two years of records")
CLINICIAN = Login(f"clinician@{DOMAIN}", "A clinician with 30 patients")
STRANGER = Login(f"stranger@{DOMAIN}", "Somebody with no records and no patients")
LOGINS = (PATIENT, CLINICIAN, STRANGER)
