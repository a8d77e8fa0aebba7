"""Files and folders that appear whole or not at all.

Content is written beside its place first and renamed at the end. A process that is killed leaves
the old content or the new, never a part of it. What a dead process left is removed by the next one.

Nothing is replaced but regular files and folders that hold `places.MARKER`: links are followed, and
a device, a pipe or a standard stream is written to.
"""
