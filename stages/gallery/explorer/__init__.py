"""Every test image on one page that filters, sorts and links: report/explorer/index.html.

columns.py makes the data, pictures.py the files of pictures, write.py puts both beside each other;
the page is explorer.html.j2 in the frame of `page`, with explorer.css, images.js and explorer.js.
"""
