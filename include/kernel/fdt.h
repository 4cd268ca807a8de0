/*
 * A read-only walk through a flattened device tree, the description of the machine that firmware
 * hands to the kernel. Nothing is allocated. A damaged tree ends the walk early; no step reads
 * outside the blob.
 */
#ifndef KERNEL_FDT_H
#define KERNEL_FDT_H

#include <kernel/compiler.h>
#include <kernel/types.h>

#define FDT_MAX_DEPTH 12

/* How a node's children write addresses: in 32-bit cells. */
struct fdt_cells {
	u32 address, size;
};

/* The walk visits every node once, parents before children. It stands on the node path[depth]. */
struct fdt_walk {
	const u8 *structs; /* tokens */
	u32 structs_size;
	const char *strings; /* names of properties */
	u32 strings_size;
	u32 pos;   /* next token to look at */
	u32 props; /* first property of the node */
	int depth; /* 0: the root */
	const char *path[FDT_MAX_DEPTH];
	struct fdt_cells cells[FDT_MAX_DEPTH]; /* cells[d]: for children of path[d] */
};

/* Before the first node of the blob, which is at most max bytes long. 0 or -EINVAL. */
int __must_check fdt_walk_init(struct fdt_walk *walk, const void *blob, size_t max);
/* To the next node; false when there is none. */
bool fdt_next_node(struct fdt_walk *walk);

/* The property of the node, and its size in bytes; NULL if it has none by that name. */
const void *fdt_prop(const struct fdt_walk *walk, const char *name, u32 *size);
/* The index-th 32-bit cell of a property, or otherwise if there is none. */
u32 fdt_prop_u32(const struct fdt_walk *walk, const char *name, u32 index, u32 otherwise);
/* A property that is one string; NULL if there is none or it has no end. */
const char *fdt_prop_string(const struct fdt_walk *walk, const char *name);
/* Is name among the strings of the node's "compatible"? */
bool fdt_compatible(const struct fdt_walk *walk, const char *name);
/* The index-th address and size of "reg". */
bool fdt_reg(const struct fdt_walk *walk, u32 index, u64 *address, u64 *size);
/* The name of the node, or of the one above it, up to its '@', is this. */
bool fdt_node_is(const struct fdt_walk *walk, const char *name);
bool fdt_parent_is(const struct fdt_walk *walk, const char *name);
/* No "status", or it says "okay". */
bool fdt_enabled(const struct fdt_walk *walk);

#endif
