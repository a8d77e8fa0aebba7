"""Files and folders that appear whole or not at all.

Content is written beside its place first and renamed at the end. A process that is killed leaves
the old content or the new, never a part of it. What a dead process left is removed by the next one.

Nothing is replaced but regular files and folders that hold `MARKER`: links are followed, and a
device, a pipe or a standard stream is written to.
"""

from lmclassify.atomic.files import put_file, replace_file
from lmclassify.atomic.folders import (
    MARKER,
    previous_folder,
    probe_folder,
    recover_folder,
    replace_folder,
    resolve,
    shared_lock,
)

__all__ = [
    "MARKER",
    "previous_folder",
    "probe_folder",
    "put_file",
    "recover_folder",
    "replace_file",
    "replace_folder",
    "resolve",
    "shared_lock",
]
