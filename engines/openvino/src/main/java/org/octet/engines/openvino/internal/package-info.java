/** How the runtime finds, loads and calls OpenVINO. */
package org.octet.engines.openvino.internal;
