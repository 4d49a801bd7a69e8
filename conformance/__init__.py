"""What others' validators say of every document and golden case: ./run conformance."""
