"""unit/ mirrors app/ardoise; contract/ runs one suite on fakes and on the real thing; cases/ holds tables that are also documentation."""
