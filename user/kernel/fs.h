/* For programs written for xv6, which include it. Directories are read with opendir() and readdir() here. */
#ifndef XV6_FS_H
#define XV6_FS_H

#define BSIZE  1024 /* a size for buffers */
#define DIRSIZ 14   /* what a program may count on; names are longer here */

#endif
