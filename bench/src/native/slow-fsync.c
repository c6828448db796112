/*
 * Preloaded into node and redis-server: every fsync and fdatasync takes SLOW_FSYNC_US microseconds longer, as on a disk
 * that really waits for its platter or its replica. Each call adds one byte to the file SLOW_FSYNC_COUNT when that is
 * set, so that a test can prove the calls pass here.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static long delay_us = 2000;
static int count_file = -1;
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);

__attribute__((constructor)) static void prepare(void) {
  const char *delay = getenv("SLOW_FSYNC_US");
  const char *count = getenv("SLOW_FSYNC_COUNT");
  if (delay) delay_us = atol(delay);
  if (count) count_file = open(count, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  real_fsync = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
}

static void wait_longer(void) {
  struct timespec left = {delay_us / 1000000, (delay_us % 1000000) * 1000};
  if (count_file >= 0 && write(count_file, ".", 1) != 1) abort();
  while (nanosleep(&left, &left) != 0) {
  }
}

int fsync(int file) {
  wait_longer();
  return real_fsync(file);
}

int fdatasync(int file) {
  wait_longer();
  return real_fdatasync(file);
}
