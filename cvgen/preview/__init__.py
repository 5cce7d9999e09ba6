"""The preview: builds a CV whenever it is saved, and shows its pages in a browser.

`rounds` builds and `inputs` waits for the next change, in the command's own process; `server` shows what it is told in
another, so that drawing pages does not hold up the next build.
"""
