package org.octet.dataloaders.image.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** One element of a COCO file's lists: a picture, a category or an object. */
final class CocoEntry {
  /** Width of a picture in pixels; 0: not said. */
  int width;

  /** Height of a picture in pixels; 0: not said. */
  int height;

  /** Whether an object is a crowd. */
  boolean crowd;

  Long id;
  Long categoryId;
  private Long imageId;
  private String fileName;
  private String name;
  private double[] box;

  private CocoEntry() {}

  /** Reads an object whose start is the current token; fields it does not know are skipped. */
  static CocoEntry read(JsonParser parser) throws IOException {
    CocoEntry entry = new CocoEntry();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "id" -> entry.id = identifier(parser, field);
        case "image_id" -> entry.imageId = identifier(parser, field);
        case "category_id" -> entry.categoryId = identifier(parser, field);
        case "width" -> entry.width = (int) Math.min(Integer.MAX_VALUE, length(parser, field));
        case "height" -> entry.height = (int) Math.min(Integer.MAX_VALUE, length(parser, field));
        case "file_name" -> entry.fileName = text(parser, field);
        case "name" -> entry.name = text(parser, field);
        case "iscrowd" -> entry.crowd = crowd(parser);
        case "bbox" -> entry.box = box(parser);
        default -> parser.skipChildren();
      }
    }
    return entry;
  }

  private static Long identifier(JsonParser parser, String field) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      parser.skipChildren();
      throw new IOException("%s must be a whole number".formatted(field));
    }
    return parser.getLongValue();
  }

  private static long length(JsonParser parser, String field) throws IOException {
    boolean number = parser.currentToken().isNumeric();
    double value = number ? parser.getDoubleValue() : -1;
    if (!(value >= 0)) {
      throw new IOException("%s must be a number of pixels".formatted(field));
    }
    return (long) value;
  }

  private static String text(JsonParser parser, String field) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw new IOException("%s must be a text".formatted(field));
    }
    return parser.getText();
  }

  private static boolean crowd(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE, VALUE_NULL -> false;
      case VALUE_NUMBER_INT -> parser.getLongValue() != 0;
      default -> throw new IOException("iscrowd must be 0 or 1");
    };
  }

  private static double[] box(JsonParser parser) throws IOException {
    double[] box = new double[4];
    boolean list = parser.currentToken() == JsonToken.START_ARRAY;
    for (int i = 0; list && i < box.length; i++) {
      list = parser.nextToken().isNumeric();
      box[i] = list ? parser.getDoubleValue() : 0;
    }
    if (!list || parser.nextToken() != JsonToken.END_ARRAY) {
      throw new IOException("bbox must be a list of four numbers: x, y, width, height");
    }
    return box;
  }

  long id() throws IOException {
    return given(id, "id");
  }

  long imageId() throws IOException {
    return given(imageId, "image_id");
  }

  long categoryId() throws IOException {
    return given(categoryId, "category_id");
  }

  String fileName() throws IOException {
    return given(fileName, "file_name");
  }

  String name() throws IOException {
    return given(name, "name");
  }

  /** Left, top, width and height in pixels. */
  double[] box() throws IOException {
    return given(box, "bbox");
  }

  private static <T> T given(T value, String field) throws IOException {
    if (value == null) {
      throw new IOException("an element of the list has no %s".formatted(field));
    }
    return value;
  }
}
