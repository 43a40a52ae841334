package io.rollcall.internal.discovery.disk;

import io.rollcall.registry.ServiceView;
import io.rollcall.registry.support.UnreadableException;
import io.rollcall.time.TimeSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory with a file for each service. A file is written completely under a temporary name, forced to disk, and
 * then replaces the previous one atomically: a reader in any process sees a complete file. Where the file system has
 * owners, only the owner may read the files.
 *
 * <p>Nothing here throws: a file that cannot be read is logged and ignored; a failure to write is logged once, until
 * writing works again.
 *
 * <p><em>Concurrency:</em> threadsafe, and safe with other processes that use the same directory.
 */
public final class SnapshotDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotDirectory.class);
    private static final int MAX_BYTES = 16 << 20;
    private static final String TEMPORARY_PREFIX = ".rollcall-";
    private static final Duration ORPHAN_AGE = Duration.ofHours(1);

    private final Path directory;
    private final SnapshotFormat format;
    private final TimeSource time;
    private volatile boolean cleaned;
    private volatile boolean failureLogged;

    /**
     * The files of one registry. The directory need not exist.
     *
     * @param registry the registry's endpoints, without secrets
     * @param maxAge older files are ignored
     */
    public SnapshotDirectory(Path directory, List<String> registry, Duration maxAge, TimeSource time) {
        this.directory = directory;
        this.format = new SnapshotFormat(List.copyOf(registry), maxAge);
        this.time = time;
    }

    /** After which an unchanged service is written again, so that the file's age stays meaningful. */
    Duration renewal() {
        return format.maxAge().dividedBy(24);
    }

    /** The stored view of {@code service}, if there is one that is usable. */
    public Optional<StoredView> read(String service) {
        Path file = file(service);
        try {
            byte[] content = content(file);
            return Optional.of(format.read(service, content, time.currentTimeMillis()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (UnreadableException e) {
            LOG.warn("The snapshot {} is ignored: {}.", file, e.getMessage());
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("The snapshot {} cannot be read.", file, e);
            return Optional.empty();
        }
    }

    private static byte[] content(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new UnreadableException("it is not a regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new UnreadableException("it is larger than " + MAX_BYTES + " bytes");
            }
            return content;
        }
    }

    /** Writes {@code view}; if it has no instances, deletes the file instead. Returns false after a failure. */
    boolean write(ServiceView view) {
        Path file = file(view.service());
        try {
            if (view.instances().isEmpty()) {
                Files.deleteIfExists(file);
            } else {
                prepare();
                replace(file, format.write(view, time.currentTimeMillis()));
            }
            failureLogged = false;
            return true;
        } catch (IOException e) {
            if (!failureLogged) {
                failureLogged = true;
                LOG.warn(
                        "Snapshots cannot be written to {}: a start without the registry will find none.",
                        directory,
                        e);
            }
            return false;
        }
    }

    private void replace(Path file, byte[] content) throws IOException {
        if (content.length > MAX_BYTES) {
            throw new IOException(
                    "The snapshot has " + content.length + " bytes (expected: at most " + MAX_BYTES + ")");
        }
        Path temporary = Files.createTempFile(directory, TEMPORARY_PREFIX, ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private void prepare() throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, ownerOnly());
        }
        if (!cleaned) {
            cleaned = true;
            removeOrphans();
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Removes temporary files of processes that were killed while writing. */
    private void removeOrphans() throws IOException {
        long oldest = time.currentTimeMillis() - ORPHAN_AGE.toMillis();
        try (DirectoryStream<Path> orphans = Files.newDirectoryStream(directory, TEMPORARY_PREFIX + "*.tmp")) {
            for (Path file : orphans) {
                if (Files.getLastModifiedTime(file).toMillis() < oldest) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** Service names are safe in file names; with prefix and suffix they are no names that a system reserves. */
    private Path file(String service) {
        return directory.resolve("rollcall-" + service + ".json");
    }
}
