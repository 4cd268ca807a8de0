/* Flags of mount and umount2. */
#ifndef ABI_MOUNT_H
#define ABI_MOUNT_H

#define MS_RDONLY      0x01
#define MS_NOSUID      0x02
#define MS_NODEV       0x04
#define MS_NOEXEC      0x08
#define MS_REMOUNT     0x20
#define MS_NOATIME     0x400
#define MS_SILENT      0x8000
#define MS_RELATIME    0x200000
#define MS_STRICTATIME 0x1000000

/* What programs of long ago set in the upper half. */
#define MS_MGC_VAL 0xC0ED0000UL
#define MS_MGC_MSK 0xFFFF0000UL

#define MNT_FORCE	1
#define MNT_DETACH	2
#define UMOUNT_NOFOLLOW 8

#endif
