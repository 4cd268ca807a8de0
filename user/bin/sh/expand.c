/*
 * From words to arguments. A word goes through here once, from left to right: quotes are taken off, $ is
 * replaced, and what an unquoted $ brings is split at its blanks. While a field grows, a character that was
 * quoted has MARK before it; so the last step, file name patterns, knows which * are meant.
 */

#include "sh.h"

#define MARK '\001'

struct field {
	char *text;
	size_t len, room;
	bool exists;  /* '' is a field, an empty $VAR is none */
	bool pattern; /* has * ? [ unquoted */
};

struct list {
	char **items; /* items[0] is left free for run.c */
	int n, room;
};

static void list_add(struct list *l, char *item)
{
	if (l->n + 2 > l->room) {
		char **items = arena_alloc((size_t)(2 * l->room + 8) * sizeof(*items));

		if (l->n)
			memcpy(items, l->items, (size_t)l->n * sizeof(*items));
		l->items = items;
		l->room = 2 * l->room + 8;
	}
	l->items[l->n++] = item;
}

static void field_raw(struct field *f, char c)
{
	if (f->len + 1 >= f->room) {
		char *text = arena_alloc(2 * f->room + 32);

		if (f->len)
			memcpy(text, f->text, f->len);
		f->text = text;
		f->room = 2 * f->room + 32;
	}
	f->text[f->len++] = c;
	f->exists = true;
}

static void field_char(struct field *f, char c, bool quoted)
{
	if (quoted || c == MARK)
		field_raw(f, MARK);
	else if (c == '*' || c == '?' || c == '[')
		f->pattern = true;
	field_raw(f, c);
}

static char *without_marks(const char *s, size_t len)
{
	char *out = arena_alloc(len + 1), *o = out;

	for (size_t i = 0; i < len; i++) {
		if (s[i] == MARK && i + 1 < len)
			i++;
		*o++ = s[i];
	}
	return out;
}

/* ---- Patterns ---- */

/* Does c match the [set] at *pat? Moves *pat behind it. A [ without ] is an ordinary character. */
static bool match_set(const char **pat, char c)
{
	const char *p = *pat + 1;
	bool not = *p == '!' || *p == '^', found = false;

	if (not )
		p++;
	for (const char *first = p; *p && (*p != ']' || p == first); p++) {
		if (*p == MARK && p[1])
			p++;
		if (p[1] == '-' && p[2] && p[2] != ']') {
			found |= *p <= c && c <= p[2];
			p += 2;
		} else {
			found |= *p == c;
		}
	}
	if (*p != ']') {
		++*pat;
		return c == '[';
	}
	*pat = p + 1;
	return found != not ;
}

static bool match(const char *pat, const char *s)
{
	for (; *pat; s++) {
		if (*pat == '*') {
			do
				if (match(pat + 1, s))
					return true;
			while (*s++);
			return false;
		}
		if (!*s)
			return false;
		if (*pat == '[') {
			if (!match_set(&pat, *s))
				return false;
			continue;
		}
		if (*pat == MARK && pat[1])
			pat++;
		else if (*pat == '?') {
			pat++;
			continue;
		}
		if (*pat++ != *s)
			return false;
	}
	return !*s;
}

static char *concat(const char *a, const char *b, const char *c)
{
	size_t n = strlen(a), m = strlen(b);
	char *out = arena_alloc(n + m + strlen(c) + 1);

	strcpy(out, a);
	strcpy(out + n, b);
	strcpy(out + n + m, c);
	return out;
}

/* Adds all paths that start with `done`, a literal, and go on as the pattern says. */
static void glob(struct list *l, const char *done, const char *pat)
{
	size_t n = strcspn(pat, "/"), slashes = strspn(pat + n, "/");
	char *part = arena_string(pat, n);
	struct linux_dirent64 *d;
	struct stat st;
	DIR *dir;

	if (n == 0 && !slashes) {
		if (lstat(done, &st) == 0)
			list_add(l, arena_string(done, strlen(done)));
		return;
	}
	if (!strchr(part, '*') && !strchr(part, '?') && !strchr(part, '[')) {
		glob(l, concat(done, without_marks(part, n), slashes ? "/" : ""), pat + n + slashes);
		return;
	}
	dir = opendir(*done ? done : ".");
	if (!dir)
		return;
	while ((d = readdir(dir)))
		if ((d->d_name[0] != '.' || part[0] == '.') && match(part, d->d_name))
			glob(l, concat(done, d->d_name, slashes ? "/" : ""), pat + n + slashes);
	closedir(dir);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* A pattern that nothing matches stays as it was typed. */
static void field_end(struct list *l, struct field *f)
{
	int before = l->n;

	if (f->exists && f->pattern) {
		field_raw(f, '\0');
		f->len--;
		glob(l, "", f->text);
		qsort(l->items + before, (size_t)(l->n - before), sizeof(*l->items), by_name);
	}
	if (f->exists && l->n == before)
		list_add(l, without_marks(f->text, f->len));
	memset(f, 0, sizeof(*f));
}

/* ---- Variables ---- */

static void add_value(struct list *l, struct field *f, const char *value, bool quoted)
{
	for (; *value; value++) {
		if (l && !quoted && isspace(*value))
			field_end(l, f);
		else
			field_char(f, *value, quoted);
	}
}

static void add_all_args(struct list *l, struct field *f, bool quoted, bool join)
{
	for (int i = 1; i <= script_nargs; i++) {
		if (i > 1 && l && !join)
			field_end(l, f);
		else if (i > 1)
			field_char(f, ' ', quoted);
		if (quoted)
			f->exists = true;
		add_value(l, f, script_args[i], quoted);
	}
}

static const char *special(char c)
{
	char *text = arena_alloc(16);
	int n = c - '0';

	if (isdigit(c))
		return n <= script_nargs ? script_args[n] : "";
	snprintf(text, 16, "%d",
		 c == '?' ? last_status : c == '#' ? script_nargs
				  : c == '$'	   ? getpid()
						   : last_background);
	return text;
}

/* s is at the $. Returns what follows the name. l is 0 where there is no splitting. */
static const char *expand_dollar(struct list *l, struct field *f, const char *s, bool quoted)
{
	bool brace = s[1] == '{';
	const char *name = s + 1 + brace, *end = name;
	const char *value;

	if (*name == '@' || *name == '*') {
		add_all_args(l, f, quoted, quoted && *name == '*');
		end++;
	} else if (*name && strchr("?#$!0123456789", *name)) {
		add_value(l, f, special(*name), quoted);
		end++;
	} else {
		while (isalnum(*end) || *end == '_')
			end++;
		if (end == name) {
			field_char(f, '$', true);
			return s + 1;
		}
		value = var_get(arena_string(name, (size_t)(end - name)));
		if (value)
			add_value(l, f, value, quoted);
	}
	return brace && *end == '}' ? end + 1 : end;
}

static const char *expand_double_quotes(struct list *l, struct field *f, const char *s)
{
	f->exists = *s != '$' || s[1] != '@'; /* "$@" without arguments is nothing */
	while (*s && *s != '"') {
		if (*s == '$') {
			s = expand_dollar(l, f, s, true);
			continue;
		}
		if (*s == '\\' && s[1] == '\n') {
			s += 2;
			continue;
		}
		if (*s == '\\' && s[1] && strchr("\"\\$`", s[1]))
			s++;
		field_char(f, *s++, true);
	}
	return *s ? s + 1 : s;
}

static void expand(struct list *l, struct field *f, const char *s)
{
	while (*s) {
		if (*s == '\'') {
			f->exists = true;
			for (s++; *s && *s != '\''; s++)
				field_char(f, *s, true);
			s += *s != '\0';
		} else if (*s == '"') {
			s = expand_double_quotes(l, f, s + 1);
		} else if (*s == '\\' && s[1] == '\n') {
			s += 2;
		} else if (*s == '\\' && s[1]) {
			field_char(f, s[1], true);
			s += 2;
		} else if (*s == '$') {
			s = expand_dollar(l, f, s, false);
		} else {
			field_char(f, *s++, false);
		}
	}
}

char **expand_words(char **words)
{
	struct list l = { 0 };
	struct field f = { 0 };

	list_add(&l, NULL);
	for (; *words; words++) {
		expand(&l, &f, *words);
		field_end(&l, &f);
	}
	list_add(&l, NULL);
	return l.items + 1;
}

char *expand_one(const char *word)
{
	struct field f = { 0 };

	expand(NULL, &f, word);
	return without_marks(f.text, f.len);
}

bool is_assignment(const char *word)
{
	const char *s = word;

	while (isalnum(*s) || *s == '_')
		s++;
	return s > word && !isdigit(*word) && *s == '=';
}
