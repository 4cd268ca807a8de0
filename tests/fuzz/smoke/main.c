/*
 * fuzz-smoke N [SEED]: N inputs drawn by lot, for hosts without libFuzzer and for a short test. fuzz-smoke FILE: that
 * input.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t seed;

static unsigned int draw(void)
{
	seed = seed * 6364136223846793005ull + 1442695040888963407ull;
	return seed >> 33;
}

int main(int argc, char **argv)
{
	static uint8_t data[1 + 8 * 16];
	unsigned long n = argc > 1 ? strtoul(argv[1], NULL, 0) : 0;
	FILE *f = argc == 2 && !n ? fopen(argv[1], "rb") : NULL;

	if (f)
		return LLVMFuzzerTestOneInput(data, fread(data, 1, sizeof(data), f));
	for (unsigned long i = 0; i < n; i++) {
		size_t size;

		seed = i + (argc > 2 ? strtoul(argv[2], NULL, 0) : 0) * 1000003;
		size = 1 + 8 * (draw() % 4 ? draw() % 3 : draw() % 16);
		for (size_t k = 0; k < size; k++)
			data[k] = draw();
		/* What is being tried, should this be the last. */
		f = fopen("/tmp/ditto-fuzz-last", "wb");
		if (f) {
			fwrite(data, 1, size, f);
			fclose(f);
		}
		LLVMFuzzerTestOneInput(data, size);
	}
	fprintf(stderr, "%lu inputs\n", n);
	return 0;
}
