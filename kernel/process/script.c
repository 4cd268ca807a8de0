/*
 * Scripts: a file that begins with "#!" names the program that reads it. "#!/bin/sh -x" run as
 * "script a b" becomes "/bin/sh -x script a b".
 */
#include <kernel/err.h>
#include <kernel/string.h>
#include "internal.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static char *skip_blanks(char *s)
{
	while (is_blank(*s))
		s++;
	return s;
}

/*
 * Split the first line of buf: the interpreter's path and one optional argument, which may contain
 * blanks. -ENOEXEC if there is no path, or the line is too long to be read whole.
 */
static int split_line(char *buf, char **interp, char **arg)
{
	char *line = buf + 2, *end = strchr(line, '\n');

	if (!end) {
		if (buf[BINPRM_BUF_SIZE - 1])
			return -ENOEXEC;
		end = line + strlen(line);
	}
	while (end > line && is_blank(end[-1]))
		end--;
	*end = '\0';
	*interp = skip_blanks(line);
	if (!**interp)
		return -ENOEXEC;
	for (*arg = *interp; **arg && !is_blank(**arg);)
		(*arg)++;
	if (**arg) {
		**arg = '\0';
		*arg = skip_blanks(*arg + 1);
	}
	return 0;
}

int load_script(struct linux_binprm *bprm)
{
	char line[BINPRM_BUF_SIZE + 1], *interp, *arg;
	int err;

	if (bprm->buf[0] != '#' || bprm->buf[1] != '!')
		return -ENOEXEC;
	memcpy(line, bprm->buf, BINPRM_BUF_SIZE);
	line[BINPRM_BUF_SIZE] = '\0';
	err = split_line(line, &interp, &arg);
	if (err)
		return err;
	/* The script's own name replaces argv[0]; its interpreter, if it was a script too, named itself. */
	err = bprm_drop_arg0(bprm);
	if (!err)
		err = bprm_push_string(bprm, bprm->interp[0] ? bprm->interp : bprm->filename);
	if (!err && *arg) {
		err = bprm_push_string(bprm, arg);
		bprm->argc++;
	}
	if (!err)
		err = bprm_push_string(bprm, interp);
	if (err)
		return err;
	bprm->argc += 2;
	strlcpy(bprm->interp, interp, sizeof(bprm->interp));
	return bprm_open(bprm, bprm->interp);
}
