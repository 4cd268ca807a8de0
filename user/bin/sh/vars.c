/* The shell's variables, and its arena: memory that is given back by the line. */

#include "sh.h"

struct var {
	struct var *next;
	bool exported;
	char *text; /* NAME=value */
	size_t name_len;
};

static struct var *vars;

static struct var *find(const char *name, size_t n)
{
	for (struct var *v = vars; v; v = v->next)
		if (v->name_len == n && strncmp(v->text, name, n) == 0)
			return v;
	return NULL;
}

static struct var *find_or_add(const char *name, size_t n)
{
	struct var *v = find(name, n);

	if (v)
		return v;
	v = calloc(1, sizeof(*v));
	if (!v)
		die("variable");
	v->name_len = n;
	v->next = vars;
	vars = v;
	return v;
}

void var_assign(const char *name_value)
{
	struct var *v = find_or_add(name_value, strcspn(name_value, "="));
	char *text = strdup(name_value);

	if (!text)
		die("variable");
	free(v->text);
	v->text = text;
}

void var_set(const char *name, const char *value)
{
	char *text = arena_alloc(strlen(name) + strlen(value) + 2);

	strcpy(text, name);
	strcpy(text + strlen(name), "=");
	strcpy(text + strlen(name) + 1, value);
	var_assign(text);
}

const char *var_get(const char *name)
{
	struct var *v = find(name, strlen(name));

	return v ? v->text + v->name_len + 1 : NULL;
}

void var_export(const char *name)
{
	if (!var_get(name))
		var_set(name, "");
	find(name, strlen(name))->exported = true;
}

void var_unset(const char *name)
{
	struct var *v = find(name, strlen(name));

	for (struct var **p = &vars; v; p = &(*p)->next)
		if (*p == v) {
			*p = v->next;
			free(v->text);
			free(v);
			return;
		}
}

char **vars_env(void)
{
	size_t n = 1;
	char **env;

	for (struct var *v = vars; v; v = v->next)
		n += v->exported;
	env = arena_alloc(n * sizeof(*env));
	n = 0;
	for (struct var *v = vars; v; v = v->next)
		if (v->exported)
			env[n++] = v->text;
	env[n] = NULL;
	return env;
}

void vars_print(void)
{
	for (struct var *v = vars; v; v = v->next)
		printf("%s%s\n", v->exported ? "export " : "", v->text);
}

void vars_init(char **env)
{
	for (; *env; env++)
		if (strchr(*env, '=')) {
			var_assign(*env);
			find(*env, strcspn(*env, "="))->exported = true;
		}
	if (!var_get("PATH")) {
		var_set("PATH", "/bin:/:/tests");
		var_export("PATH");
	}
}

struct block {
	struct block *next;
	char data[] __attribute__((aligned(16)));
};

static struct block *arena;

void *arena_alloc(size_t n)
{
	struct block *b = malloc(sizeof(*b) + n);

	if (!b)
		die("memory");
	b->next = arena;
	arena = b;
	return memset(b->data, 0, n);
}

char *arena_string(const char *s, size_t n)
{
	return memcpy(arena_alloc(n + 1), s, n);
}

void *arena_mark(void)
{
	return arena;
}

void arena_release(void *mark)
{
	while (arena != mark) {
		struct block *b = arena;

		arena = b->next;
		free(b);
	}
}
