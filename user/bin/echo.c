/* echo [-n] WORD...: print the words, with blanks between; -n leaves the newline out. */

#include <user.h>

int main(int argc, char **argv)
{
	bool newline = true;
	int i = 1;

	if (argc > 1 && strcmp(argv[1], "-n") == 0) {
		newline = false;
		i++;
	}
	for (; i < argc; i++)
		if (printf("%s%s", argv[i], i + 1 < argc ? " " : "") < 0)
			die("write");
	if (newline && printf("\n") < 0)
		die("write");
	return 0;
}
