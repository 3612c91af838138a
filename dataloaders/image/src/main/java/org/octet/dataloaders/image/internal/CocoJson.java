package org.octet.dataloaders.image.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.octet.api.error.InputException;

/**
 * Boxes in a COCO "instances" file: {@code images}, {@code categories} and {@code annotations} with
 * {@code bbox} x, y, width, height in pixels; {@code iscrowd} objects may be found but need not be.
 * The file is streamed twice, so memory grows with the pictures that are there, not with the file.
 */
final class CocoJson {
  private static final int MAX_DEPTH = 100;
  private static final int MAX_TEXT = 1 << 20;

  private final Path file;
  private final Source source;
  private final JsonFactory factory =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_TEXT)
                  .build())
          .build();

  private final Map<Long, ObjectList> byImage = new HashMap<>();
  private final Map<String, ObjectList> byName = new HashMap<>();
  private final TreeMap<Long, String> categories = new TreeMap<>();
  private final Map<Long, Integer> classes = new HashMap<>();

  private CocoJson(Path file, Source source) {
    this.file = file;
    this.source = source;
  }

  /** Opens the file, once for every pass. */
  interface Source {
    InputStream open() throws IOException;
  }

  /** Takes one element of a list. */
  private interface Use {
    void accept(CocoEntry entry) throws IOException;
  }

  /**
   * Reads a file.
   *
   * @param names their order gives the class indices; empty: the order of the categories' ids does
   * @return the objects by picture, also for pictures that are listed and have none
   * @throws InputException with the place when the file is damaged
   */
  static Map<String, ObjectList> read(
      Path file, PictureFiles pictures, Optional<ClassNames> names) {
    return read(file, () -> new BufferedInputStream(Files.newInputStream(file)), pictures, names);
  }

  static Map<String, ObjectList> read(
      Path file, Source source, PictureFiles pictures, Optional<ClassNames> names) {
    CocoJson coco = new CocoJson(file, source);
    PictureNames entries = new PictureNames(pictures, file);
    coco.pass(Map.of("images", e -> coco.image(e, entries), "categories", coco::category));
    coco.categories.keySet().forEach(id -> coco.classes.put(id, coco.classes.size()));
    coco.pass(Map.of("annotations", e -> coco.annotation(e, names)));
    return coco.byName;
  }

  /** Goes through the file once; every list of the outer object is given to its use. */
  private void pass(Map<String, Use> uses) {
    try (InputStream in = source.open();
        JsonParser parser = factory.createParser(in)) {
      try {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
          throw new IOException("it is no JSON object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          Use use = uses.get(parser.currentName());
          JsonToken value = parser.nextToken();
          if (use != null && value == JsonToken.START_ARRAY) {
            list(parser, use);
          } else {
            parser.skipChildren();
          }
        }
      } catch (JsonProcessingException e) {
        throw damaged(e.getLocation(), e.getOriginalMessage(), e);
      } catch (IOException e) {
        throw damaged(parser.currentLocation(), Reasons.of(e), e);
      }
    } catch (IOException e) {
      throw new InputException(
          "labels file '%s' cannot be read: %s".formatted(file, Reasons.of(e)), e);
    }
  }

  private static void list(JsonParser parser, Use use) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw new IOException("a list of objects was expected");
      }
      use.accept(CocoEntry.read(parser));
    }
  }

  private InputException damaged(JsonLocation at, String reason, IOException cause) {
    return new InputException(
        "labels file '%s' is no COCO file (line %d, column %d): %s"
            .formatted(
                file, at == null ? 1 : at.getLineNr(), at == null ? 1 : at.getColumnNr(), reason),
        cause);
  }

  private void image(CocoEntry entry, PictureNames entries) throws IOException {
    String name = entries.of(entry.fileName());
    if (name == null) {
      return;
    }
    ObjectList objects = new ObjectList();
    objects.size(entry.width, entry.height);
    if (byName.put(name, objects) != null || byImage.put(entry.id(), objects) != null) {
      throw new IOException("picture '%s' (id %d) is listed twice".formatted(name, entry.id));
    }
  }

  private void category(CocoEntry entry) throws IOException {
    if (categories.put(entry.id(), entry.name()) != null) {
      throw new IOException("category %d is listed twice".formatted(entry.id));
    }
  }

  private void annotation(CocoEntry entry, Optional<ClassNames> names) throws IOException {
    ObjectList objects = byImage.get(entry.imageId());
    if (objects == null) {
      return;
    }
    Integer index = classes.get(entry.categoryId());
    if (index == null) {
      throw new IOException("there is no category %d".formatted(entry.categoryId));
    }
    int classIndex = names.isEmpty() ? index : names.get().index(categories.get(entry.categoryId));
    double[] box = entry.box();
    objects.add(classIndex, entry.crowd, box[0], box[1], box[0] + box[2], box[1] + box[3]);
  }
}
