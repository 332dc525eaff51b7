"""The build of a wheel stops where it would ship a file that is not under version control."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class TrackedFilesOnly(BuildHookInterface[Any]):
    """Stops a build from a working tree with a file in it that nobody committed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Raise ValueError if the wheel would have an untracked file; an sdist tracks none."""
        if version == "editable" or not (Path(self.root) / ".git").exists():
            return
        untracked = self._untracked()
        included = self.build_config.builder.recurse_included_files()
        wrong = sorted({file.relative_path for file in included} & untracked)
        if wrong:
            raise ValueError(f"not under version control: {', '.join(wrong)}; commit or remove it")

    def _untracked(self) -> set[str]:
        listed = subprocess.run(
            ["git", "ls-files", "--others", "-z"],
            cwd=self.root,
            capture_output=True,
            text=True,
            check=False,
        )
        return set(listed.stdout.split("\0"))
