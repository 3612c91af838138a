/**
 * The model library's files: reads and writes OpenVINO IR 10 and 11, and gives imported models
 * canonical operation names.
 */
package org.octet.core.internal.ir;
