"""What is handed in, read with care and laid into the lesson."""
