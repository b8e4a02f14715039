"""From a download of Moodle or Canvas to submitted/STUDENT/LESSON/: who handed in which notebook."""
