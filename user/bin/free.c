/* free: memory in KiB, from /proc/meminfo. */

#include <user.h>

static long value(const char *text, const char *key)
{
	const char *s = strstr(text, key);

	return s ? strtol(s + strlen(key), NULL, 10) : 0;
}

int main(void)
{
	char text[8192];
	long total, unused, cached;

	if (read_file("/proc/meminfo", text, sizeof(text)) < 0)
		die("/proc/meminfo");
	total = value(text, "MemTotal:");
	unused = value(text, "MemFree:");
	cached = value(text, "\nCached:") + value(text, "Buffers:");
	printf("%12s %10s %10s %10s %10s\n", "", "total", "used", "free", "cached");
	printf("%-12s %10ld %10ld %10ld %10ld\n", "Mem (KiB):", total, total - unused - cached, unused, cached);
	return 0;
}
