/*
 * The kernel's functions that the host has, too, get other names: in a test by this header, included before
 * everything else; in the kernel's object files by objcopy, which is given the same list.
 */
#define memcpy	  ditto_memcpy
#define memmove	  ditto_memmove
#define memset	  ditto_memset
#define memcmp	  ditto_memcmp
#define memchr	  ditto_memchr
#define strlen	  ditto_strlen
#define strnlen	  ditto_strnlen
#define strcmp	  ditto_strcmp
#define strncmp	  ditto_strncmp
#define strchr	  ditto_strchr
#define strrchr	  ditto_strrchr
#define strlcpy	  ditto_strlcpy
#define strtoul	  ditto_strtoul
#define snprintf  ditto_snprintf
#define vsnprintf ditto_vsnprintf
#define scnprintf ditto_scnprintf
