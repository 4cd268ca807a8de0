/* The port contract: page-table entries. Each helper changes what its name says, and nothing else. */
#include <arch/pgtable.h>
#include <kernel/page.h>

#include "internal.h"

static void test_pte_none(void)
{
	pte_t pte;

	pte_clear(&pte);
	EXPECT(pte_none(pte) && !pte_present(pte));
	pte = pfn_pte(max_pfn - 1, pgprot_user(true, false, false));
	EXPECT(!pte_none(pte) && pte_present(pte) && pte_pfn(pte) == max_pfn - 1);
	pte = pfn_pte(max_pfn - 1, pgprot_user(false, false, false));
	EXPECT(!pte_none(pte) && pte_present(pte) && pte_pfn(pte) == max_pfn - 1 && !pte_write(pte));
}

static void test_pte_bits(void)
{
	pte_t pte = pfn_pte(min_pfn + 5, pgprot_user(true, true, false));

	EXPECT(pte_write(pte) && pte_dirty(pte) && pte_young(pte));
	pte = pte_wrprotect(pte);
	EXPECT(!pte_write(pte) && pte_dirty(pte) && pte_young(pte) && pte_present(pte));
	pte = pte_mkclean(pte_mkold(pte));
	EXPECT(!pte_dirty(pte) && !pte_young(pte) && pte_present(pte));
	EXPECT(pte_young(pte_mkyoung(pte)) && !pte_dirty(pte_mkyoung(pte)));
	EXPECT(pte_dirty(pte_mkdirty(pte)) && !pte_young(pte_mkdirty(pte)) && !pte_write(pte_mkdirty(pte)));
	EXPECT(pte_write(pte_mkwrite(pte)));
	EXPECT(pte_pfn(pte_mkwrite(pte_mkdirty(pte_mkyoung(pte)))) == min_pfn + 5);
}

static void test_pte_modify(void)
{
	pte_t pte = pte_mkclean(pfn_pte(min_pfn + 9, pgprot_user(true, false, false)));
	pte_t modified = pte_modify(pte_mkdirty(pte), pgprot_user(true, false, true));

	EXPECT(pte_pfn(modified) == min_pfn + 9 && pte_dirty(modified) && !pte_write(modified));
	modified = pte_modify(pte_wrprotect(modified), pgprot_user(false, false, false));
	EXPECT(pte_pfn(modified) == min_pfn + 9 && pte_present(modified) && pte_dirty(modified));
	modified = pte_modify(modified, pgprot_user(true, true, false));
	EXPECT(pte_write(modified) && pte_pfn(modified) == min_pfn + 9);
}

static void test_set_pte(void)
{
	pte_t slot, pte = pfn_pte(min_pfn, pgprot_user(true, true, true));

	set_pte(&slot, pte);
	EXPECT(pte_pfn(slot) == min_pfn && pte_write(slot) && pte_present(slot));
	pte_clear(&slot);
	EXPECT(pte_none(slot));
}

static void test_geometry(void)
{
	EXPECT(PTRS_PER_PTE * PAGE_SIZE == PMD_SIZE);
	EXPECT((u64)PTRS_PER_PMD << PMD_SHIFT == (u64)1 << PGDIR_SHIFT);
	EXPECT(((u64)USER_PTRS_PER_PGD << PGDIR_SHIFT) >= TASK_SIZE);
	EXPECT(TASK_SIZE % PAGE_SIZE == 0 && STACK_TOP <= TASK_SIZE && PAGE_OFFSET >= TASK_SIZE);
	EXPECT(pte_index(PMD_SIZE - PAGE_SIZE) == PTRS_PER_PTE - 1 && pte_index(PMD_SIZE) == 0);
}

const struct ktest arch_pte_tests[] = {
	{ "contract: pte none and present", test_pte_none },
	{ "contract: pte bits are independent", test_pte_bits },
	{ "contract: pte_modify keeps frame, dirty, young", test_pte_modify },
	{ "contract: set_pte and pte_clear", test_set_pte },
	{ "contract: geometry of the tables", test_geometry },
	{ NULL, NULL },
};
