"""The index page of all that is published, with its feed and sitemap."""
