"""Examples of an agency's own field mappings."""

from integrations.api.example_rows import MORNING

RULES = {
    "student_id": {
        "source_field": "UserDefinedValues.Student number",
        "target_field": "custom.external_student_id",
        "required": True,
        "transform": "digits",
        "options": {},
    },
    "university": {
        "source_field": "UserDefinedValues.University",
        "target_field": "custom.school_name",
        "required": False,
        "transform": "normalise_name",
        "options": {"table": {"Usyd": "University of Sydney"}},
    },
}
ASKED = {"field_mappings": RULES}
MAPPED = {
    "kind": "tenants",
    "version": 2,
    "field_mappings": RULES,
    "target_fields": [{"name": "name", "shape": "text"}, {"name": "email", "shape": "text"}],
    "takes_own_fields": True,
    "versions": [
        {
            "version": 2,
            "is_active": True,
            "tested_on": 20,
            "made_by": "pat@example.com",
            "created_at": MORNING,
            "fields_set": ["custom.external_student_id", "custom.school_name"],
        }
    ],
}
TRIAL = {
    "tested_on": 1,
    "rejected": 0,
    "rows": [
        {
            "external_id": "tenant-17",
            "is_rejected": False,
            "values": {
                "student_id": {"source": "SID 480123456", "value": "480123456", "error": ""},
                "university": {"source": "usyd", "value": "University of Sydney", "error": ""},
            },
        }
    ],
    "source_fields": {"UserDefinedValues.Student number": "SID 480123456", "UserDefinedValues.University": "usyd"},
}
KINDS = {
    "next": None,
    "previous": None,
    "results": [
        {"kind": "tenants", "version": 2, "fields_set": ["custom.external_student_id", "custom.school_name"]},
        {"kind": "leases", "version": 0, "fields_set": []},
    ],
}
