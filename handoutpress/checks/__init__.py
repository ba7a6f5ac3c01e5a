"""The linter: rules that read the words, and say what a patient-information team would."""
