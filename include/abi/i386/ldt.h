/* Segments that programs describe: modify_ldt, set_thread_area, CLONE_SETTLS. */
#ifndef ABI_LDT_H
#define ABI_LDT_H

#define LDT_ENTRIES    8192
#define LDT_ENTRY_SIZE 8

struct user_desc {
	unsigned int entry_number; /* set_thread_area: -1 asks for a free one */
	unsigned int base_addr;
	unsigned int limit; /* the last byte, or page */
	unsigned int seg_32bit : 1;
	unsigned int contents : 2; /* one of those below */
	unsigned int read_exec_only : 1;
	unsigned int limit_in_pages : 1;
	unsigned int seg_not_present : 1;
	unsigned int useable : 1;
};

#define MODIFY_LDT_CONTENTS_DATA  0
#define MODIFY_LDT_CONTENTS_STACK 1 /* expands down */
#define MODIFY_LDT_CONTENTS_CODE  2 /* 3: conforming code */

#endif
