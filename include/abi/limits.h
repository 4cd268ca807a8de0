/* Limits that programs meet. */
#ifndef ABI_LIMITS_H
#define ABI_LIMITS_H

#define NAME_MAX  255	 /* bytes in a file name, without the NUL */
#define PATH_MAX  4096	 /* bytes in a path, with the NUL */
#define ARG_MAX	  131072 /* bytes of arguments and environment that execve takes */
#define PIPE_BUF  4096	 /* bytes that a pipe takes whole or not at all */
#define OPEN_MAX  1024	 /* RLIMIT_NOFILE at boot */
#define PIPE_SIZE 65536	 /* bytes that a pipe holds */

#endif
