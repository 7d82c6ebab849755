"""Reading invoices: PDF, electronic invoices, tables of accounting programs, text."""
