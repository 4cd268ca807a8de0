/* Memory for the nodes of radix trees, in the kernel. */
#include <kernel/radix.h>
#include <kernel/slab.h>

static struct kmem_cache *radix_cache;

void radix_init(void)
{
	radix_cache = kmem_cache_create("radix_node", radix_node_size(), 0);
}

struct radix_node *radix_node_alloc(gfp_t gfp)
{
	return kmem_cache_alloc(radix_cache, gfp | GFP_ZERO);
}

void radix_node_free(struct radix_node *node)
{
	kmem_cache_free(radix_cache, node);
}
