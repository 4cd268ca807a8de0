/* The command line that the boot loader hands over; see boot_words.h. */
#include <arch/boot.h>
#include <kernel/boot_words.h>
#include <kernel/printk.h>
#include <kernel/string.h>

#define MAX_WORDS 128

static char text[CMDLINE_SIZE]; /* cut into words; /proc/cmdline shows the whole line */
static char *words[MAX_WORDS];
static unsigned int nr_words; /* those before "--" */
static const char *init_argv[MAX_WORDS + 2];
static unsigned int nr_init_args;

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

/* The next word of *pos, ended by a NUL; NULL if there is none. *pos goes behind it. */
static char *next_word(char **pos)
{
	char *p = *pos, *word;

	while (is_blank(*p))
		p++;
	word = p;
	while (*p && !is_blank(*p))
		p++;
	*pos = *p ? p + 1 : p;
	*p = '\0';
	return *word ? word : NULL;
}

void boot_words_init(void)
{
	char *pos = text, *word;
	bool for_init = false;

	strlcpy(text, boot_info.cmdline, sizeof(text));
	while ((word = next_word(&pos))) {
		if (nr_words == MAX_WORDS || nr_init_args == MAX_WORDS) {
			pr_err("boot: too many words, ignored: %s %s\n", word, pos);
			break;
		}
		if (for_init)
			init_argv[1 + nr_init_args++] = word;
		else if (!strcmp(word, "--"))
			for_init = true;
		else
			words[nr_words++] = word;
	}
}

bool boot_word(const char *name)
{
	for (unsigned int i = 0; i < nr_words; i++) {
		if (!strcmp(words[i], name))
			return true;
	}
	return false;
}

const char *boot_word_value(const char *name)
{
	size_t len = strlen(name);
	const char *value = NULL;

	for (unsigned int i = 0; i < nr_words; i++) {
		if (!strncmp(words[i], name, len) && words[i][len] == '=')
			value = words[i] + len + 1;
	}
	return value;
}

const char *const *boot_init_argv(const char *path)
{
	init_argv[0] = path;
	return init_argv;
}
