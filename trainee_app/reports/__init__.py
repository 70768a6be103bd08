"""On paper and as workbooks: what the record says, printed with its date and what it rests on."""
