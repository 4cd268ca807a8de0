/* echo [-n] WORD...: print the words, with blanks between; -n leaves the newline out. */

#include <user.h>

int main(int argc, char **argv)
{
	bool newline = true;
	char *text, *end;
	size_t n = 1;
	int i = 1;

	for (char **word = argv; *word; word++)
		n += strlen(*word) + 1;
	text = end = malloc(n);
	if (!text)
		die("words");

	if (argc > 1 && strcmp(argv[1], "-n") == 0) {
		newline = false;
		i++;
	}
	for (; i < argc; i++) {
		end = strcpy(end, argv[i]) + strlen(argv[i]);
		if (i + 1 < argc)
			*end++ = ' ';
	}
	if (newline)
		*end++ = '\n';
	/* In one piece: what several write to one file or pipe does not mix. */
	if (write_all(1, text, (size_t)(end - text)) < 0)
		die("write");
	return 0;
}
