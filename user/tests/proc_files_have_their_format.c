/* Files of /proc as programs that know Linux parse them: fields, and how many. */

#include "test.h"

static char text[8192];

static void load(const char *path)
{
	if (read_file(path, text, sizeof(text)) <= 0)
		FAIL("%s: expected text, got %s", path, strerror(errno));
}

static int words(const char *s)
{
	int n = 0;

	while (*(s += strspn(s, " \n"))) {
		n++;
		s += strcspn(s, " \n");
	}
	return n;
}

int main(void)
{
	char *s;

	load("/proc/self/stat");
	CHECK_EQ(words(text), 52);
	CHECK_EQ(strtol(text, &s, 10), getpid());
	CHECK(strncmp(s, " (proc_files_have) R ", 21) == 0); /* 15 bytes of the name */
	load("/proc/self/statm");
	CHECK_EQ(words(text), 7);
	load("/proc/loadavg");
	CHECK_EQ(words(text), 5);
	load("/proc/uptime");
	CHECK_EQ(words(text), 2);
	load("/proc/cmdline"); /* all of it: the kernel's own words, and those for init */
	CHECK(strstr(text, " -- ") != NULL || strncmp(text, "-- ", 3) == 0);
	CHECK(strstr(text, "usertests") != NULL);
	CHECK(text[strlen(text) - 1] == '\n');
	load("/proc/self/maps");
	CHECK_EQ(text[8], '-');
	CHECK(strstr(text, "[stack]\n") != NULL);
	load("/proc/meminfo");
	CHECK(strncmp(text, "MemTotal:       ", 16) == 0);
	CHECK_EQ(strcspn(text, "\n"), 27);
	return 0;
}
