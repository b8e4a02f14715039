"""What runs in the sandbox: a loaded process that forks one confined process a submission, and what that one does."""
