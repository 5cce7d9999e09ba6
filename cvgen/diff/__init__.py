"""What changed between two CVs: in words, and in pictures of the pages that are not as they were.

`sides` finds the two files, `git` reads those of a revision. `comparing` compares what two files say, with `facts` (a
value as text) and `matching` (which entry is which); `wording` compares two texts. `pages` compares two PDFs, `marks`
draws what it found, `album` keeps the pictures. `as_text`, `as_markdown` and `as_data` write what was found.
"""
