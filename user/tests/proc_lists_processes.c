/*
 * /proc has a directory for each process; stat gives pid, name, state and parent; a process that has gone has
 * none.
 */

#include "test.h"

int main(void)
{
	char path[64], text[1024], want[64];
	struct linux_dirent64 *d;
	struct gate go = gate_new();
	bool found = false;
	pid_t pid = fork_or_fail();
	DIR *dir;

	if (pid == 0) {
		gate_pass(&go);
		_exit(0);
	}
	dir = opendir("/proc");
	CHECK(dir);
	while ((d = readdir(dir)))
		found |= atoi(d->d_name) == pid;
	CHECK_OK(closedir(dir));
	CHECK(found);
	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	CHECK(read_file(path, text, sizeof(text)) > 0);
	snprintf(want, sizeof(want), "%d (%.15s) ", pid, progname);
	if (strncmp(text, want, strlen(want)) != 0)
		FAIL("%s: expected to begin with \"%s\", got \"%.40s\"", path, want, text);
	CHECK(strchr("RSD", text[strlen(want)]));
	CHECK_EQ(atoi(text + strlen(want) + 2), getpid());
	gate_open(&go);
	wait_ok(pid);
	CHECK_ERR(open(path, O_RDONLY), ENOENT);
	return 0;
}
