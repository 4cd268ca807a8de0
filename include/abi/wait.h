/* Options of wait4 and the status word it gives: signal in bits 0-6, core flag in bit 7, exit code above. */
#ifndef ABI_WAIT_H
#define ABI_WAIT_H

#define WNOHANG	    0x00000001
#define WUNTRACED   0x00000002
#define WSTOPPED    WUNTRACED
#define WEXITED	    0x00000004
#define WCONTINUED  0x00000008
#define WNOWAIT	    0x01000000
#define __WNOTHREAD 0x20000000
#define __WALL	    0x40000000
#define __WCLONE    0x80000000

#define WTERMSIG(s)	((s)&0x7f)
#define WEXITSTATUS(s)	(((s)&0xff00) >> 8)
#define WIFEXITED(s)	(WTERMSIG(s) == 0)
#define WIFSIGNALED(s)	(WTERMSIG(s) != 0 && WTERMSIG(s) != 0x7f)
#define WIFSTOPPED(s)	(((s)&0xff) == 0x7f)
#define WSTOPSIG(s)	WEXITSTATUS(s)
#define WIFCONTINUED(s) ((s) == 0xffff)
#define WCOREDUMP(s)	((s)&0x80)

#endif
