/*
 * The kernel's command line: words between blanks. All after the word "--" are init's arguments.
 */
#ifndef KERNEL_BOOT_WORDS_H
#define KERNEL_BOOT_WORDS_H

#include <kernel/compiler.h>
#include <kernel/types.h>

/* Cut boot_info.cmdline into words. Once, before the others. */
void boot_words_init(void);
/* The word is there by itself: "quiet". */
bool boot_word(const char *name);
/* What follows "name=" in the last word that begins so; NULL if there is none. */
const char *boot_word_value(const char *name);
/* argv for init: path first, then its arguments, then NULL. */
const char *const *boot_init_argv(const char *path);

#endif
