package dev.dromedary.runtimes.contract;

import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.ImageNameSubstitutor;

/** Lets only images be used that are built here: no test may pull anything from a registry. */
public final class LocalImages extends ImageNameSubstitutor {

    @Override
    public DockerImageName apply(DockerImageName image) {
        if (!image.asCanonicalNameString().contains("dromedary/")) {
            throw new IllegalArgumentException("Not an image of ours: " + image);
        }
        return image;
    }

    @Override
    protected String getDescription() {
        return "images built here";
    }
}
