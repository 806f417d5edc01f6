"""What people are told about reports, introductions and meetings."""
