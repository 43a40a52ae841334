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
 * A directory with a file for each service. A file is written whole under another name, brought to disk, and then takes
 * the place of the one before in one step: whoever reads, in whatever process, sees a whole file. Only the owner may
 * read what is made here, where the file system knows owners.
 *
 * <p>Nothing here throws: what cannot be read or written is logged, once until it works again, and left.
 *
 * <p><em>Concurrency:</em> threadsafe, and safe with other processes that use the same directory.
 */
public final class SnapshotDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotDirectory.class);
    private static final int MAX_BYTES = 16 << 20;
    private static final String TEMPORARY = ".rollcall-";
    private static final Duration LEFT_BEHIND = Duration.ofHours(1);

    private final Path directory;
    private final SnapshotFormat format;
    private final TimeSource time;
    private volatile boolean cleaned;
    private volatile boolean troubleTold;

    /**
     * The files of one registry. The directory need not be there.
     *
     * @param registry the registry's endpoints, without secrets
     * @param maxAge older files are not read
     */
    public SnapshotDirectory(Path directory, List<String> registry, Duration maxAge, TimeSource time) {
        this.directory = directory;
        this.format = new SnapshotFormat(List.copyOf(registry), maxAge);
        this.time = time;
    }

    /** How long a file may go unwritten though nothing changes: so that its age says something. */
    Duration renewal() {
        return format.maxAge().dividedBy(24);
    }

    /** What was written of {@code service}, if it is of use. */
    public Optional<StoredView> read(String service) {
        Path file = file(service);
        try {
            byte[] content = content(file);
            return Optional.of(format.read(service, content, time.currentTimeMillis()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (UnreadableException e) {
            LOG.warn("The snapshot {} is left alone: {}.", file, e.getMessage());
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("The snapshot {} cannot be read.", file, e);
            return Optional.empty();
        }
    }

    private static byte[] content(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new UnreadableException("it is no file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new UnreadableException("it is larger than " + MAX_BYTES + " bytes");
            }
            return content;
        }
    }

    /** Keeps {@code view}; one without instances is not kept, and neither is what was there before. */
    boolean write(ServiceView view) {
        Path file = file(view.service());
        try {
            if (view.instances().isEmpty()) {
                Files.deleteIfExists(file);
            } else {
                prepare();
                replace(file, format.write(view, time.currentTimeMillis()));
            }
            troubleTold = false;
            return true;
        } catch (IOException e) {
            if (!troubleTold) {
                troubleTold = true;
                LOG.warn("Snapshots cannot be kept in {}: a start without the registry will find none.", directory, e);
            }
            return false;
        }
    }

    private void replace(Path file, byte[] content) throws IOException {
        if (content.length > MAX_BYTES) {
            throw new IOException(
                    "The snapshot has " + content.length + " bytes (expected: at most " + MAX_BYTES + ")");
        }
        Path whole = Files.createTempFile(directory, TEMPORARY, ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(whole, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    private void prepare() throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, ownerOnly());
        }
        if (!cleaned) {
            cleaned = true;
            removeLeftBehind();
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

    /** What processes that were killed while they wrote have left. */
    private void removeLeftBehind() throws IOException {
        long oldest = time.currentTimeMillis() - LEFT_BEHIND.toMillis();
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, TEMPORARY + "*.tmp")) {
            for (Path file : left) {
                if (Files.getLastModifiedTime(file).toMillis() < oldest) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /** Names of services are safe in file names; with what stands around them they are none that a system reserves. */
    private Path file(String service) {
        return directory.resolve("rollcall-" + service + ".json");
    }
}
