/* ps: all processes, from /proc/PID/stat and /proc/PID/status. */

#include <user.h>

/* The value of a line "Key:\tvalue..." of a status file, or "-". */
static const char *field(const char *status, const char *key, char *out, size_t n)
{
	size_t len = strlen(key);

	for (const char *s = status; s; s = strchr(s, '\n')) {
		s += *s == '\n';
		if (strncmp(s, key, len) != 0 || s[len] != ':')
			continue;
		s += len + 1;
		s += strspn(s, " \t");
		snprintf(out, n, "%.*s", (int)strcspn(s, "\n"), s);
		return out;
	}
	return "-";
}

static void print_process(const char *pid)
{
	char path[64], status[4096], ppid[16], state[32], rss[32], size[32], users[16], count[16], name[64];

	snprintf(path, sizeof(path), "/proc/%s/status", pid);
	if (read_file(path, status, sizeof(status)) <= 0)
		return; /* it has gone meanwhile */
	printf("%5s %5s %-2.1s %10s %10s %5s %5s  %s\n", pid, field(status, "PPid", ppid, sizeof(ppid)),
	       field(status, "State", state, sizeof(state)), field(status, "VmSize", size, sizeof(size)),
	       field(status, "VmRSS", rss, sizeof(rss)), field(status, "MMUsers", users, sizeof(users)),
	       field(status, "MMCount", count, sizeof(count)), field(status, "Name", name, sizeof(name)));
}

static int by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

int main(void)
{
	static int pids[8192];
	size_t n = 0;
	struct linux_dirent64 *d;
	DIR *dir = opendir("/proc");

	if (!dir)
		die("/proc");
	while ((d = readdir(dir)) && n < ARRAY_SIZE(pids))
		if (isdigit(d->d_name[0]))
			pids[n++] = atoi(d->d_name);
	closedir(dir);
	qsort(pids, n, sizeof(pids[0]), by_number);
	printf("  PID  PPID S        SIZE        RSS USERS COUNT  NAME\n");
	for (size_t i = 0; i < n; i++) {
		char pid[16];

		snprintf(pid, sizeof(pid), "%d", pids[i]);
		print_process(pid);
	}
	return 0;
}
