/*
 * Flattened device trees. The blob is big-endian: a header, a block of 32-bit tokens, a block of
 * strings. In the token block
 *
 *	BEGIN_NODE name  (PROP size nameoffset value)*  (BEGIN_NODE ... END_NODE)*  END_NODE
 *
 * names and values are padded to 4 bytes.
 */
#include <kernel/err.h>
#include <kernel/fdt.h>
#include <kernel/string.h>

#define FDT_MAGIC      0xd00dfeed
#define FDT_BEGIN_NODE 1
#define FDT_END_NODE   2
#define FDT_PROP       3
#define FDT_NOP	       4

struct fdt_header {
	u32 magic, totalsize, off_structs, off_strings, off_reservations;
	u32 version, last_compatible_version, boot_cpu, size_strings, size_structs;
};

static u32 be32(const void *p)
{
	const u8 *b = p;

	return (u32)b[0] << 24 | b[1] << 16 | b[2] << 8 | b[3];
}

static u64 be_cells(const u8 *p, u32 cells)
{
	u64 value = 0;

	for (u32 i = 0; i < cells; i++)
		value = value << 32 | be32(p + 4 * i);
	return value;
}

int fdt_walk_init(struct fdt_walk *walk, const void *blob, size_t max)
{
	const struct fdt_header *header = blob;
	u32 total, structs, structs_size, strings, strings_size;

	if (max < sizeof(*header) || be32(&header->magic) != FDT_MAGIC)
		return -EINVAL;
	total = be32(&header->totalsize);
	structs = be32(&header->off_structs);
	structs_size = be32(&header->size_structs);
	strings = be32(&header->off_strings);
	strings_size = be32(&header->size_strings);
	if (total > max || be32(&header->last_compatible_version) > 17 || structs % 4 ||
	    structs > total || structs_size > total - structs || strings > total ||
	    strings_size > total - strings)
		return -EINVAL;
	*walk = (struct fdt_walk){
		.structs = (const u8 *)blob + structs,
		.structs_size = structs_size,
		.strings = (const char *)blob + strings,
		.strings_size = strings_size,
		.depth = -1,
	};
	return 0;
}

/* A string of the token block at pos, or NULL if it does not end inside. */
static const char *struct_string(const struct fdt_walk *walk, u32 pos, u32 *size)
{
	for (u32 end = pos; end < walk->structs_size; end++) {
		if (!walk->structs[end]) {
			*size = end + 1 - pos;
			return (const char *)walk->structs + pos;
		}
	}
	return NULL;
}

struct fdt_property {
	const char *name;
	const u8 *value;
	u32 size;
};

/* Read the token at *pos and go past it. False if there is no other. */
static bool next_token(const struct fdt_walk *walk, u32 *pos, u32 *token)
{
	if (*pos > walk->structs_size || walk->structs_size - *pos < 4)
		return false;
	*token = be32(walk->structs + *pos);
	*pos += 4;
	return true;
}

/* The same for what follows FDT_PROP. */
static bool next_property(const struct fdt_walk *walk, u32 *pos, struct fdt_property *prop)
{
	u32 name, left;

	if (walk->structs_size - *pos < 8)
		return false;
	prop->size = be32(walk->structs + *pos);
	name = be32(walk->structs + *pos + 4);
	*pos += 8;
	left = walk->structs_size - *pos;
	if (prop->size > left || ALIGN_UP(prop->size, 4u) > left || name >= walk->strings_size ||
	    strnlen(walk->strings + name, walk->strings_size - name) == walk->strings_size - name)
		return false;
	prop->name = walk->strings + name;
	prop->value = walk->structs + *pos;
	*pos += ALIGN_UP(prop->size, 4u);
	return true;
}

static bool enter_node(struct fdt_walk *walk)
{
	u32 size;
	const char *name = struct_string(walk, walk->pos, &size);

	if (!name || walk->depth + 1 >= FDT_MAX_DEPTH)
		return false;
	walk->pos = ALIGN_UP(walk->pos + size, 4u);
	walk->props = walk->pos;
	walk->depth++;
	walk->path[walk->depth] = name;
	walk->cells[walk->depth].address = fdt_prop_u32(walk, "#address-cells", 0, 2);
	walk->cells[walk->depth].size = fdt_prop_u32(walk, "#size-cells", 0, 1);
	return true;
}

bool fdt_next_node(struct fdt_walk *walk)
{
	struct fdt_property prop;
	u32 token;

	while (next_token(walk, &walk->pos, &token)) {
		switch (token) {
		case FDT_BEGIN_NODE:
			return enter_node(walk);
		case FDT_END_NODE:
			if (--walk->depth < 0)
				return false;
			break;
		case FDT_PROP:
			if (!next_property(walk, &walk->pos, &prop))
				return false;
			break;
		case FDT_NOP:
			break;
		default: /* the end, or nonsense */
			return false;
		}
	}
	return false;
}

const void *fdt_prop(const struct fdt_walk *walk, const char *name, u32 *size)
{
	struct fdt_property prop;
	u32 pos = walk->props, token;

	while (next_token(walk, &pos, &token)) {
		if (token == FDT_NOP)
			continue;
		if (token != FDT_PROP || !next_property(walk, &pos, &prop))
			return NULL;
		if (!strcmp(prop.name, name)) {
			*size = prop.size;
			return prop.value;
		}
	}
	return NULL;
}

u32 fdt_prop_u32(const struct fdt_walk *walk, const char *name, u32 index, u32 otherwise)
{
	u32 size;
	const u8 *value = fdt_prop(walk, name, &size);

	return value && index < size / 4 ? be32(value + 4 * index) : otherwise;
}

const char *fdt_prop_string(const struct fdt_walk *walk, const char *name)
{
	u32 size;
	const char *value = fdt_prop(walk, name, &size);

	return value && size && !value[size - 1] ? value : NULL;
}

bool fdt_compatible(const struct fdt_walk *walk, const char *name)
{
	u32 size;
	const char *value = fdt_prop(walk, "compatible", &size);

	if (!value || !size || value[size - 1])
		return false;
	for (const char *p = value; p < value + size; p += strlen(p) + 1) {
		if (!strcmp(p, name))
			return true;
	}
	return false;
}

bool fdt_reg(const struct fdt_walk *walk, u32 index, u64 *address, u64 *size)
{
	const struct fdt_cells *cells;
	u32 bytes, entry;
	const u8 *value = fdt_prop(walk, "reg", &bytes);

	if (!value || walk->depth < 1)
		return false;
	cells = &walk->cells[walk->depth - 1];
	if (cells->address > 2 || cells->size > 2)
		return false;
	entry = 4 * (cells->address + cells->size);
	if (!entry || index >= bytes / entry)
		return false;
	value += index * entry;
	*address = be_cells(value, cells->address);
	*size = be_cells(value + 4 * cells->address, cells->size);
	return true;
}

static bool name_is(const char *path, const char *name)
{
	size_t len = strlen(name);

	return !strncmp(path, name, len) && (!path[len] || path[len] == '@');
}

bool fdt_node_is(const struct fdt_walk *walk, const char *name)
{
	return name_is(walk->path[walk->depth], name);
}

bool fdt_parent_is(const struct fdt_walk *walk, const char *name)
{
	return walk->depth > 0 && name_is(walk->path[walk->depth - 1], name);
}

bool fdt_enabled(const struct fdt_walk *walk)
{
	const char *status = fdt_prop_string(walk, "status");

	return !status || !strcmp(status, "okay") || !strcmp(status, "ok");
}
