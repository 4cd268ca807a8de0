/* More arguments than the limit are E2BIG, and the caller goes on. */

#include "test.h"

int main(void)
{
	enum { N = 100000 };
	char **argv = calloc(N + 1, sizeof(*argv));
	char *text = malloc(65536);

	CHECK(argv && text);
	memset(text, 'x', 65535);
	text[65535] = '\0';
	for (int i = 0; i < N; i++)
		argv[i] = text;
	CHECK_ERR(execv("/bin/true", argv), E2BIG);
	return 0;
}
